{#
    Return true if two relations are defined differently: kind, constraints, indexes and comments of a table; text and
    comments of a view, in prod's names. `facts.definitions.after` has bodies already moved to prod's names. Pure.
#}
{% macro definition_changed(before, after, facts) %}
    {%- if after["key"] in facts["alike"] -%} {%- do return(false) -%} {%- endif -%}
    {%- set old = facts["definitions"]["before"][before["key"]] -%}
    {%- set new = facts["definitions"]["after"][after["key"]] -%}
    {%- set bodies = [dbt_wap.comparable_body(old["body"]), dbt_wap.comparable_body(new["body"])] -%}
    {%- if old["kind"] != new["kind"] or bodies[0] != bodies[1] -%} {%- do return(true) -%} {%- endif -%}
    {%- set indexes = [] -%}
    {%- for definition in [old, new] -%}
        {%- set list = [] -%}
        {%- for index in definition["indexes"] -%}
            {%- do list.append([index["unique"], index["on"]] | string) -%}
        {%- endfor -%}
        {%- do indexes.append(list | sort) -%}
    {%- endfor -%}
    {%- do return(
        indexes[0] != indexes[1]
        or old["comment"] != new["comment"]
        or old["column_comments"] != new["column_comments"]
    ) -%}
{% endmacro %}
