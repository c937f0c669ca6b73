{#
    Return the columns of a relation to profile, at most 100, most changed first: [{at: its number, id: c0, c1, ..,
    name, type, types: {before, after}, kind: from type_kind, shown: whether its values may be shown, before, after:
    its name on that side, or none}]. columns: from compare_columns; changed: {name: rows}; plan: from get_comparison.
    Pure.
#}
{% macro profiled_columns(columns, changed, plan) %}
    {%- set found, chosen, masked = [], [], plan["mask"] -%}
    {%- for column in columns["one_sided"] -%}
        {%- set own = {
            "name": column["name"],
            "type": column["type"],
            "types": {"before": column["type"], "after": column["type"]},
            "kind": dbt_wap.type_kind(column["type"]),
            "rank": 0,
            "before": none,
            "after": none,
        } -%}
        {%- do own.update({column["side"]: column["name"]}) -%}
        {%- do found.append(own) -%}
    {%- endfor -%}
    {%- for column in columns["common"] -%}
        {%- do found.append(
            {
                "name": column["name"],
                "type": column["type"],
                "types": column["types"],
                "kind": column["kind"] if column["same_type"] else "other",
                "before": column["before"],
                "after": column["name"],
                "rank": -changed.get(column["name"], 0),
            }
        ) -%}
    {%- endfor -%}
    {%- set first = (found | sort(attribute="rank"))[:100] -%}
    {%- set names = dbt_wap.fold_names(first | map(attribute="name") | list) if masked else [] -%}
    {%- for column in first -%}
        {%- set shown = plan["samples"] and (not masked or ("*" not in masked and names[loop.index0] not in masked)) -%}
        {%- do chosen.append(dict(column, at=loop.index0, id="c" ~ loop.index0, shown=shown)) -%}
    {%- endfor -%}
    {%- do return(chosen) -%}
{% endmacro %}
