{#
    Up to wap_sample_rows rows of each kind, every value as text, cut at 201 characters: {added: [{column: value}],
    removed: [..], changed: [{key: {..}, before: {..}, after: {..}, columns: [those that differ]}]}, or none where no
    value may be shown. Masked columns are not asked for. `plan`: of get_comparison; `rows`: how many there are of each
    kind. Reads what compare_by_key or compare_as_multiset has left; only reads.
#}
{% macro sample_rows(plan, rows) %}
    {%- if not plan["samples"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- set shown = dbt_wap.shown_columns(plan) -%}
    {%- for kind in ["added", "removed", "changed"] if rows[kind] and limit and shown -%}
        {%- set sql = dbt_wap._keyed_sample_sql(plan, shown, kind, limit) if plan["keys"] else dbt_wap._uneven_sample_sql(plan, shown, kind, limit) -%}
        {%- for row in run_query(sql).rows -%}
            {%- do sample[kind].append(dbt_wap._sample_row(plan, shown, row.values(), kind)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(sample) -%}
{% endmacro %}

{# By the smallest keys that differ. #}
{% macro _keyed_sample_sql(plan, shown, kind, limit) %}
    {%- set ids = [] -%}
    {%- for column in plan["keys"] -%} {%- do ids.append("d." ~ column["id"]) -%} {%- endfor -%}
    {%- set where = {"added": "n_before = 0", "removed": "n_after = 0", "changed": "n_before > 0 and n_after > 0"}[kind] -%}
    {%- set values, joins = [], [] -%}
    {%- for side in ["b", "a"] if kind == "changed" or side == ("a" if kind == "added" else "b") -%}
        {%- do values.extend(dbt_wap._sample_values(shown, side ~ ".")) -%}
        {%- do joins.append(
            " join (" ~ dbt_wap.side_sql(plan, "before" if side == "b" else "after") ~ ") " ~ side ~ " on " ~ dbt_wap.keys_match(plan["keys"], "d", side)
        ) -%}
    {%- endfor -%}
    {%- for column in shown if kind == "changed" -%}
        {%- do values.append("case when " ~ dbt_wap.values_differ(column) ~ " then 1 else 0 end") -%}
    {%- endfor -%}
    {%- do return(
        "select " ~ values | join(", ") ~ " from (select * from " ~ dbt_wap.scratch_table("diff") ~ " where differs and " ~ where
        ~ " order by " ~ plan["keys"] | map(attribute="id") | join(", ") ~ " limit " ~ limit ~ ") d" ~ joins | join("")
        ~ " order by " ~ ids | join(", ")
    ) -%}
{% endmacro %}

{# Of rows that are equal, one is shown. #}
{% macro _uneven_sample_sql(plan, shown, kind, limit) %}
    {%- set on = ["s.h1 = d.h1", "s.h2 = d.h2"] -%}
    {%- for column in plan["columns"] if column["nested"] -%}
        {%- do on.append("s." ~ column["id"] ~ " is not distinct from d." ~ column["id"]) -%}
    {%- endfor -%}
    {%- do return(
        "select distinct " ~ dbt_wap._sample_values(shown, "s.") | join(", ") ~ " from (select *, " ~ dbt_wap.two_hashes(plan) ~ " from ("
        ~ dbt_wap.both_sides_sql(plan) ~ ") as both_sides where side = " ~ (1 if kind == "added" else -1) ~ ") s join (select * from "
        ~ dbt_wap.scratch_table("diff") ~ " where n " ~ (">" if kind == "added" else "<") ~ " 0 order by h1, h2 limit " ~ limit
        ~ ") d on " ~ on | join(" and ") ~ " order by " ~ range(1, 1 + [shown | length, 8] | min) | join(", ") ~ " limit " ~ limit
    ) -%}
{% endmacro %}

{% macro _sample_values(shown, alias) %}
    {%- set values = [] -%}
    {%- for column in shown -%}
        {%- do values.append("left(" ~ dbt_wap.text_of(alias ~ column["id"]) ~ ", 201)") -%}
    {%- endfor -%}
    {%- do return(values) -%}
{% endmacro %}

{% macro _sample_row(plan, shown, values, kind) %}
    {%- set first, second, key, differing = {}, {}, {}, [] -%}
    {%- for column in shown -%}
        {%- do first.update({column["name"]: values[loop.index0]}) -%}
        {%- if kind == "changed" -%}
            {%- do second.update({column["name"]: values[loop.index0 + shown | length]}) -%}
            {%- if column in plan["keys"] -%}
                {%- do key.update({column["name"]: values[loop.index0]}) -%}
            {%- endif -%}
            {%- if values[loop.index0 + 2 * shown | length] | int -%}
                {%- do differing.append(column["name"]) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return({"key": key, "before": first, "after": second, "columns": differing} if kind == "changed" else first) -%}
{% endmacro %}
