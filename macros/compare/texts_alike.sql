{#
    Return the columns of which a changed row of a sample has two values that are equal in the part that is shown, and
    one is longer than that. shown: the columns of the sample, from read_samples. Pure.
#}
{% macro texts_alike(sample, shown) %}
    {%- set found = [] -%}
    {%- for column in shown -%}
        {%- set at = namespace(alike=false) -%}
        {%- for row in sample["changed"] if column["name"] in row["columns"] -%}
            {%- set one, other = row["before"][column["name"]], row["after"][column["name"]] -%}
            {%- if (one is mapping or other is mapping) and one is not none and other is not none -%}
                {%- set first = one["text"] if one is mapping else one -%}
                {%- if first == (other["text"] if other is mapping else other) -%}
                    {%- set at.alike = true -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if at.alike -%} {%- do found.append(column) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
