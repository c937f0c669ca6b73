{#
    What happened to the columns: {added, removed, retyped: [{name, before, after: types, compared: as what}],
    recased: [{name, before}], reordered: whether those that stay stand in another order, one_sided: the added and
    removed ones as list_columns has them, with `side`, common: [{id, name, before: its name there, type, same_type,
    types: {before, after}, kind: as type_kind says, how: {before, after} of common_form, form: of comparable_form}]},
    matched by folded name. Pure.
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
            {%- set how = dbt_wap.common_form(twin["type"], column["type"]) -%}
            {%- do found["common"].append(
                {
                    "id": "c" ~ found["common"] | length,
                    "name": column["name"],
                    "before": twin["name"],
                    "type": column["type"],
                    "same_type": twin["type"] == column["type"],
                    "kind": dbt_wap.type_kind(column["type"]),
                    "types": {"before": twin["type"], "after": column["type"]},
                    "how": {"before": how["before"], "after": how["after"]},
                    "form": dbt_wap.comparable_form(how["type"]),
                }
            ) -%}
            {%- if twin["name"] != column["name"] -%}
                {%- do found["recased"].append({"name": column["name"], "before": twin["name"]}) -%}
            {%- endif -%}
            {%- if twin["type"] != column["type"] -%}
                {%- do found["retyped"].append(
                    {"name": column["name"], "before": twin["type"], "after": column["type"], "compared": how["said"]}
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
