{#
    What list_traits knows of one side of the pairs, as {relation key of that side: [trait]}; where a text names an
    audit schema it names prod's. Reads only.
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
