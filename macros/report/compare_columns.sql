{#
    What happened to the columns: {added, removed, retyped: [{name, before, after}], common: [{name, before, after,
    how: as comparable_form says}]}, matched by folded name. Pure.
#}
{% macro compare_columns(before, after) %}
    {%- set old = {} -%}
    {%- for column in before -%} {%- do old.update({dbt_wap.fold(column["name"]): column}) -%} {%- endfor -%}
    {%- set new = after | map(attribute="name") | map("string") | list -%}
    {%- set found = {"added": [], "removed": [], "retyped": [], "common": []} -%}
    {%- set kept = [] -%}
    {%- for column in after -%}
        {%- set twin = old.get(dbt_wap.fold(column["name"])) -%}
        {%- if twin -%}
            {%- do kept.append(dbt_wap.fold(column["name"])) -%}
            {%- do found["common"].append(
                {
                    "name": column["name"],
                    "before": twin["name"],
                    "how": dbt_wap.comparable_form(twin["type"], column["type"]),
                }
            ) -%}
            {%- if twin["type"] != column["type"] -%}
                {%- do found["retyped"].append(
                    {"name": column["name"], "before": twin["type"], "after": column["type"]}
                ) -%}
            {%- endif -%}
        {%- else -%} {%- do found["added"].append(column["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in before if dbt_wap.fold(column["name"]) not in kept -%}
        {%- do found["removed"].append(column["name"]) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
