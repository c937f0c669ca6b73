{#
    The keys of the tables whose fingerprints the comparison by key gives for nothing, so that they are not scanned twice:
    those with another number of rows, of which every column of both sides goes into the hash of a row.
    sides: {"before": relations, "after": relations}; columns: as in gather_facts; nodes: of nodes_by_key. Reads only.
#}
{% macro deferred_hashes(sides, columns, nodes) %}
    {%- set before, pairs, counts, found = {}, {}, [], [] -%}
    {%- for relation in sides["before"] if relation["kind"] == "table" and not dbt_wap.has_change_token() -%}
        {%- do before.update({relation["key"]: relation}) -%}
    {%- endfor -%}
    {%- for after in sides["after"] if after["kind"] == "table" and after["key"] in before and after["key"] in nodes -%}
        {%- do pairs.update({after["key"]: [before[after["key"]], after]}) -%}
        {%- do counts.append(
            "select " ~ dbt_wap.text_literal(after["key"]) ~ " as key, (select count(*) from " ~ dbt_wap.sql_name(before[after["key"]])
            ~ ") as n_before, (select count(*) from " ~ dbt_wap.sql_name(after) ~ ") as n_after"
        ) -%}
    {%- endfor -%}
    {%- for row in (dbt_wap.rows_of(counts | join(" union all ")) if counts else []) if row["n_before"] != row["n_after"] -%}
        {%- set old, new = pairs[row["key"]] -%}
        {%- set facts = {"columns": columns} -%}
        {%- set own = [dbt_wap.columns_in(facts, old, "before"), dbt_wap.columns_in(facts, new, "after")] -%}
        {%- set plan = dbt_wap.get_comparison(old, new, nodes[row["key"]], dbt_wap.compare_columns(own[0], own[1])) -%}
        {%- set hashed = plan["columns"] | selectattr("hashed") | list | length -%}
        {%- if dbt_wap.shape_of(own[0]) == dbt_wap.shape_of(own[1]) and plan["keys"] and not plan["where"] and hashed == own[1] | length -%}
            {%- do found.append(row["key"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
