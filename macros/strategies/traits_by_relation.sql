{#
    Return the traits of one side of the pairs, as list_traits lists them: {relation key of that side: [trait]}. Prod's
    schema names replace audit names in their text. Reads only.
#}
{% macro traits_by_relation(pairs, side) %}
    {%- set found = {} -%}
    {%- for row in dbt_wap.list_traits(dbt_wap.locate(pairs, side)) -%}
        {%- set at = namespace(text=row["text"]) -%}
        {%- for pair in pairs -%}
            {%- set at.text = at.text.replace(pair["audit"] ~ ".", pair["prod"] ~ ".") -%}
        {%- endfor -%}
        {%- set key = dbt_wap.relation_key(row["database"], row["schema"], row["relation"]) -%}
        {%- do found.setdefault(key, []).append(dict(row, text=at.text)) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
