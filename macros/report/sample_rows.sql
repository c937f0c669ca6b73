{#
    Up to wap_sample_rows rows of each kind, every value as text: {added: [{column: value}], removed: [..],
    changed: [{key: {..}, before: {..}, after: {..}}]}. `keys` are positions in `common`, or none for a
    multiset. Reads only.
#}
{% macro sample_rows(before, after, common, keys, rows) %}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- if not limit -%} {%- do return(sample) -%} {%- endif -%}
    {%- for kind in ["added", "removed", "changed"] if rows[kind] -%}
        {%- if keys is none -%}
            {%- set sql = (
                "select " ~ dbt_wap._sample_columns(common, "") ~ " from (" ~ dbt_wap.multiset_sql(before, after, common)
                ~ ") where n " ~ (">" if kind == "added" else "<") ~ " 0 order by 1 limit " ~ limit
            ) -%}
        {%- else -%} {%- set sql = dbt_wap._keyed_sample_sql(before, after, common, keys, kind, limit) -%}
        {%- endif -%}
        {%- for row in run_query(sql).rows -%}
            {%- do sample[kind].append(dbt_wap._sample_row(row.values(), common, keys, kind)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(sample) -%}
{% endmacro %}

{% macro _keyed_sample_sql(before, after, common, keys, kind, limit) %}
    {%- set b = "(" ~ dbt_wap.select_common(before, common, "before") ~ ") b" -%}
    {%- set a = "(" ~ dbt_wap.select_common(after, common, "after") ~ ") a" -%}
    {%- set on = dbt_wap.join_on(keys) -%}
    {%- set order = [] -%}
    {%- for key in keys -%}
        {%- do order.append(("b" if kind == "removed" else "a") ~ ".c" ~ key) -%}
    {%- endfor -%}
    {%- set tail = " order by " ~ order | join(", ") ~ " limit " ~ limit -%}
    {%- if kind == "changed" -%}
        {%- set differs = ["false"] -%}
        {%- for column in common -%}
            {%- do differs.append("b.c" ~ loop.index0 ~ " is distinct from a.c" ~ loop.index0) -%}
        {%- endfor -%}
        {%- do return(
            "select " ~ dbt_wap._sample_columns(common, "b.") ~ ", " ~ dbt_wap._sample_columns(common, "a.") ~ " from "
            ~ b ~ " join " ~ a ~ " on " ~ on ~ " where " ~ differs | join(" or ") ~ tail
        ) -%}
    {%- endif -%}
    {%- set here, there, alias = (a, b, "a.") if kind == "added" else (b, a, "b.") -%}
    {%- do return(
        "select " ~ dbt_wap._sample_columns(common, alias) ~ " from " ~ here ~ " where not exists (select 1 from "
        ~ there ~ " where " ~ on ~ ")" ~ tail
    ) -%}
{% endmacro %}

{% macro _sample_columns(common, alias) %}
    {%- set columns = [] -%}
    {%- for column in common -%}
        {%- do columns.append("left(" ~ dbt_wap.text_of(alias ~ "c" ~ loop.index0) ~ ", 200) as " ~ ("x" if alias == "b." else "y") ~ loop.index0) -%}
    {%- endfor -%}
    {%- do return((columns or ["null as x0"]) | join(", ")) -%}
{% endmacro %}

{% macro _sample_row(values, common, keys, kind) %}
    {%- set first, second, key = {}, {}, {} -%}
    {%- for column in common -%}
        {%- do first.update({column["name"]: values[loop.index0]}) -%}
        {%- if kind == "changed" -%}
            {%- do second.update({column["name"]: values[loop.index0 + common | length]}) -%}
            {%- if loop.index0 in keys -%}
                {%- do key.update({column["name"]: values[loop.index0]}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return({"key": key, "before": first, "after": second} if kind == "changed" else first) -%}
{% endmacro %}
