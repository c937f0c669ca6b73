{#
    The columns of a relation that are profiled, at most 100, those that changed most first, in the form that
    profile_relation takes. columns: of compare_columns; changed: {name: rows}; samples: whether values may be shown. Pure.
#}
{% macro profiled_columns(columns, changed, samples, node) %}
    {%- set masked = dbt_wap.folded_names(dbt_wap.comparison_options(node)["mask"]) -%}
    {%- set found = [] -%}
    {%- for column in columns["one_sided"] -%}
        {%- set kind = dbt_wap.type_kind(column["type"]) -%}
        {%- set own = {
            "name": column["name"],
            "type": column["type"],
            "types": {"before": column["type"], "after": column["type"]},
            "kind": kind,
            "rank": 0,
            "before": none,
            "after": none,
        } -%}
        {%- do own.update({column["side"]: column["name"]}) -%}
        {%- do found.append(own) -%}
    {%- endfor -%}
    {%- for column in columns["common"] -%}
        {%- set kind = column["kind"] if column["same_type"] else "other" -%}
        {%- do found.append(
            {
                "name": column["name"],
                "type": column["type"],
                "types": column["types"],
                "kind": kind,
                "before": column["before"],
                "after": column["name"],
                "rank": -changed.get(column["name"], 0),
            }
        ) -%}
    {%- endfor -%}
    {%- for column in found -%}
        {%- do column.update({"shown": samples and "*" not in masked and dbt_wap.fold(column["name"]) not in masked}) -%}
    {%- endfor -%}
    {%- do return((found | sort(attribute="rank"))[:100]) -%}
{% endmacro %}
