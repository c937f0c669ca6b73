{#
    What happened to the columns: {added, removed, retyped: [{name, before, after}], recased: [{name, before}], reordered: whether those that stay
    stand in another order, one_sided: the added and removed ones as list_columns has them, with `side`, common: [{id, name, before: its name there, type, type_before, same_type, kind: as type_kind says, how: as
    comparable_form says}]}, matched by folded name. Pure.
#}
{% macro compare_columns(before, after) %}
    {%- set old = {} -%}
    {%- for column in before -%} {%- do old.update({dbt_wap.fold(column["name"]): column}) -%} {%- endfor -%}
    {%- set found = {"added": [], "removed": [], "retyped": [], "recased": [], "common": []} -%}
    {%- set kept = [] -%}
    {%- for column in after -%}
        {%- set twin = old.get(dbt_wap.fold(column["name"])) -%}
        {%- if twin -%}
            {%- do kept.append(dbt_wap.fold(column["name"])) -%}
            {%- do found["common"].append(
                {
                    "id": "c" ~ found["common"] | length,
                    "name": column["name"],
                    "before": twin["name"],
                    "type": column["type"],
                    "type_before": twin["type"],
                    "same_type": twin["type"] == column["type"],
                    "kind": dbt_wap.type_kind(column["type"]),
                    "how": dbt_wap.comparable_form(twin["type"], column["type"]),
                }
            ) -%}
            {%- if twin["name"] != column["name"] -%}
                {%- do found["recased"].append({"name": column["name"], "before": twin["name"]}) -%}
            {%- endif -%}
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
    {%- set order = [] -%}
    {%- for name in old if name in kept -%} {%- do order.append(name) -%} {%- endfor -%}
    {%- set gone = [] -%}
    {%- for column in before if dbt_wap.fold(column["name"]) not in kept -%}
        {%- do gone.append(dict(column, side="before")) -%}
    {%- endfor -%}
    {%- set fresh = [] -%}
    {%- for column in after if dbt_wap.fold(column["name"]) not in kept -%}
        {%- do fresh.append(dict(column, side="after")) -%}
    {%- endfor -%}
    {%- do found.update({"reordered": order != kept, "one_sided": fresh + gone}) -%}
    {%- do return(found) -%}
{% endmacro %}
