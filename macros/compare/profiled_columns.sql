{#
    Return the columns of a relation to profile, at most 100, most changed first: [{at: its number, id: c0, c1, ..,
    name, type, types: {before, after}, kind: from type_kind, shown: whether its values may be shown, before, after:
    its name on that side, or none}]. columns: from compare_columns; changed: {name: rows}; samples: whether values of
    the relation may be shown. Pure.
#}
{% macro profiled_columns(columns, changed, samples, node) %}
    {%- set masked = dbt_wap.folded_names(dbt_wap.comparison_options(node)["mask"]) -%}
    {%- set found, chosen = [], [] -%}
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
    {%- for column in (found | sort(attribute="rank"))[:100] -%}
        {%- set shown = samples and "*" not in masked and dbt_wap.fold(column["name"]) not in masked -%}
        {%- do chosen.append(dict(column, at=loop.index0, id="c" ~ loop.index0, shown=shown)) -%}
    {%- endfor -%}
    {%- do return(chosen) -%}
{% endmacro %}
