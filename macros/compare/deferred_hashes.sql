{#
    Return the keys of tables that are not scanned for fingerprints, because the comparison by key computes the same
    hashes: tables whose number of rows changed, with all columns of both sides in the row hash. facts: relations and
    columns from gather_facts; nodes: those of nodes_by_key that were built. Reads only.
#}
{% macro deferred_hashes(facts, nodes) %}
    {%- set before, pairs, found, types = {}, [], [], {} -%}
    {%- if dbt_wap.fingerprint_of_sum([], "0") is none -%} {%- do return([]) -%} {%- endif -%}
    {%- for relation in facts["before"] if relation["kind"] == "table" -%}
        {%- do before.update({relation["key"]: relation}) -%}
    {%- endfor -%}
    {%- for after in facts["after"] if after["kind"] == "table" and after["key"] in before and after["key"] in nodes -%}
        {%- if nodes[after["key"]].unique_id not in facts["counted"] -%}
            {%- do pairs.append([before[after["key"]], after]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set differing = [] -%}
    {%- for batch in pairs | batch(50) -%}
        {%- for row in dbt_wap.rows_of(dbt_wap._row_counts_sql(batch)) if row["n_before"] != row["n_after"] -%}
            {%- do differing.append(batch[row["i"] | int]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for old, new in differing -%}
        {%- set key = new["key"] -%}
        {%- set own = [dbt_wap.columns_in(facts, old, "before"), dbt_wap.columns_in(facts, new, "after")] -%}
        {%- set found_columns = dbt_wap.compare_columns(own[0], own[1], types) -%}
        {%- set plan = dbt_wap.get_comparison(old, new, nodes[key], found_columns, facts) -%}
        {%- set whole = plan["columns"] | selectattr("hashed") | list | length == own[1] | length -%}
        {%- if whole and plan["keys"] and not plan["where"] and dbt_wap.shape_of(own[0]) == dbt_wap.shape_of(own[1]) -%}
            {%- do found.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return SQL for the number of rows on each side of the pairs [[before, after]]: (i, n_before, n_after). Pure. #}
{% macro _row_counts_sql(pairs) %}
    {% for before, after in pairs %}
        {{ "union all" if not loop.first }}
        select
            {{ loop.index0 }} as i,
            (select count(*) from {{ before["sql"] }}) as n_before,
            (select count(*) from {{ after["sql"] }}) as n_after
    {% endfor %}
{% endmacro %}
