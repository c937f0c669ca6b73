{#
    Return the keys of tables that are not scanned for fingerprints, because the comparison by key computes the same
    hashes: tables whose number of rows changed, with all columns of both sides in the row hash. facts: relations and
    columns from gather_facts; nodes: those of nodes_by_key that were built. Reads only.
#}
{% macro deferred_hashes(facts, nodes) %}
    {%- set before, pairs, found, types = {}, {}, [], {} -%}
    {%- for relation in facts["before"] if relation["kind"] == "table" -%}
        {%- do before.update({relation["key"]: relation}) -%}
    {%- endfor -%}
    {%- for after in facts["after"] if after["kind"] == "table" and after["key"] in before and after["key"] in nodes -%}
        {%- set joined = dbt_wap.compare_mode(nodes[after["key"]], facts["vars"]) == "rows" -%}
        {%- if joined and dbt_wap.fingerprint_of_sum(dbt_wap.columns_in(facts, after, "after"), "0") is not none -%}
            {%- do pairs.update({after["key"]: [before[after["key"]], after]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set counts = dbt_wap.rows_of(dbt_wap._row_counts_sql(pairs)) if pairs else [] -%}
    {%- for row in counts if row["n_before"] != row["n_after"] -%}
        {%- set old, new = pairs[row["key"]] -%}
        {%- set own = [dbt_wap.columns_in(facts, old, "before"), dbt_wap.columns_in(facts, new, "after")] -%}
        {%- set found_columns = dbt_wap.compare_columns(own[0], own[1], types) -%}
        {%- set plan = dbt_wap.get_comparison(old, new, nodes[row["key"]], found_columns, facts) -%}
        {%- set whole = plan["columns"] | selectattr("hashed") | list | length == own[1] | length -%}
        {%- if whole and plan["keys"] and not plan["where"] and dbt_wap.shape_of(own[0]) == dbt_wap.shape_of(own[1]) -%}
            {%- do found.append(row["key"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return SQL for the number of rows on each side of the pairs {key: [before, after]}. Pure. #}
{% macro _row_counts_sql(pairs) %}
    {% for key, pair in pairs.items() %}
        {{ "union all" if not loop.first }}
        select
            {{ dbt_wap.text_literal(key) }} as key,
            (select count(*) from {{ dbt_wap.sql_name(pair[0]) }}) as n_before,
            (select count(*) from {{ dbt_wap.sql_name(pair[1]) }}) as n_after
    {% endfor %}
{% endmacro %}
