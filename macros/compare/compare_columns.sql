{#
    Return what changed in the columns, matched by folded name: {added, removed: [name], retyped: [{name, before, after:
    types, compared: as what}], recased: [{name, before}], reordered: whether common columns are in another order,
    one_sided: the added and removed columns from list_columns, with `side`, common: [{id: c0, c1, .., name, before:
    its name in prod, type, same_type, types: {before, after}, kind: from type_kind, how: {before, after} from
    common_form, common_type, form: from comparable_form}]}. before, after: from list_columns. Pure.
#}
{% macro compare_columns(before, after) %}
    {%- set old, kept, order = {}, [], [] -%}
    {%- set found = {"added": [], "removed": [], "retyped": [], "recased": [], "common": [], "one_sided": []} -%}
    {%- for column in before -%} {%- do old.update({dbt_wap.fold(column["name"]): column}) -%} {%- endfor -%}
    {%- for column in after -%}
        {%- set folded = dbt_wap.fold(column["name"]) -%}
        {%- if folded in old -%}
            {%- do kept.append(folded) -%} {%- do dbt_wap._add_common(found, old[folded], column) -%}
        {%- else -%}
            {%- do found["added"].append(column["name"]) -%}
            {%- do found["one_sided"].append(dict(column, side="after")) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in before if dbt_wap.fold(column["name"]) not in kept -%}
        {%- do found["removed"].append(column["name"]) -%}
        {%- do found["one_sided"].append(dict(column, side="before")) -%}
    {%- endfor -%}
    {%- for folded in old if folded in kept -%} {%- do order.append(folded) -%} {%- endfor -%}
    {%- do found.update({"reordered": order != kept}) -%}
    {%- do return(found) -%}
{% endmacro %}

{# Add a common column: `twin` in prod, `column` in the candidate. Pure. #}
{% macro _add_common(found, twin, column) %}
    {%- set name, types = column["name"], {"before": twin["type"], "after": column["type"]} -%}
    {%- set how = dbt_wap.common_form(twin["type"], column["type"]) -%}
    {%- do found["common"].append(
        {
            "id": "c" ~ found["common"] | length,
            "name": name,
            "before": twin["name"],
            "type": column["type"],
            "same_type": twin["type"] == column["type"],
            "kind": dbt_wap.type_kind(column["type"]),
            "types": types,
            "how": {"before": how["before"], "after": how["after"]},
            "common_type": how["type"],
            "form": dbt_wap.comparable_form(how["type"]),
        }
    ) -%}
    {%- if twin["name"] != name -%}
        {%- do found["recased"].append({"name": name, "before": twin["name"]}) -%}
    {%- endif -%}
    {%- if twin["type"] != column["type"] -%}
        {%- do found["retyped"].append(dict(types, name=name, compared=how["said"])) -%}
    {%- endif -%}
{% endmacro %}
