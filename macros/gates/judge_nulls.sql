{#
    The results of max_null_increase, one for each column that breaks its limit, or one for all: by how much NULLs
    became more, as rows (a whole number) or as points of the share of rows ("1%"). Reads only: NULLs of both sides
    are counted.
#}
{% macro judge_nulls(entry, before, after, node, facts) %}
    {%- set gate = "max_null_increase" -%}
    {%- set declared = dbt_wap.gate_limits(node, gate) | list -%}
    {%- for column in ((node.columns if node else none) or {}).values() if gate in dbt_wap.own_options(column) -%}
        {%- do declared.append(column) -%}
    {%- endfor -%}
    {%- if not declared -%} {%- do return([]) -%} {%- endif -%}
    {%- set asked = [] -%}
    {%- for column in dbt_wap.compare_columns(dbt_wap.columns_in(facts, before, "before"), dbt_wap.columns_in(facts, after, "after"))["common"] -%}
        {%- set limits = dbt_wap.gate_limits(node, gate, column["name"]) -%}
        {%- if limits -%} {%- do asked.append(dict(column, limits=limits)) -%} {%- endif -%}
    {%- endfor -%}
    {%- if not asked -%} {%- do return([]) -%} {%- endif -%}
    {%- set first = asked[0]["limits"][0] -%}
    {%- if entry["unreadable"] -%}
        {%- do return([dbt_wap.gate_result(entry, gate, first, false, "could not be read")]) -%}
    {%- endif -%}
    {%- if entry["status"] in ["identical", "unchanged_definition"] -%}
        {%- do return([dbt_wap.gate_result(entry, gate, first, true, "no value changed")]) -%}
    {%- endif -%}
    {%- set nulls = {"before": dbt_wap._count_nulls(before, asked, "before", entry), "after": dbt_wap._count_nulls(after, asked, "after", entry)} -%}
    {%- set results, worst = [], namespace(share=none, text="") -%}
    {%- for column in asked -%}
        {%- set old, new = nulls["before"][loop.index0], nulls["after"][loop.index0] -%}
        {%- set rise = dbt_wap._share(new, entry["rows"]["after"]) - dbt_wap._share(old, entry["rows"]["before"]) -%}
        {%- set text = "NULLs " ~ old ~ " -> " ~ new ~ " rows (" ~ "%+.3g" | format(rise) ~ " points)" -%}
        {%- if worst.share is none or rise > worst.share -%}
            {%- set worst.share, worst.text = rise, column["name"] ~ ": " ~ text -%}
        {%- endif -%}
        {%- for at in column["limits"] -%}
            {%- set ok = rise <= at["limit"].rstrip("% ") | float if at["limit"] is string else new - old <= at["limit"] -%}
            {%- if not ok -%}
                {%- do results.append(dbt_wap.gate_result(entry, gate, at, false, text, column["name"])) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(results or [dbt_wap.gate_result(entry, gate, first, true, worst.text)]) -%}
{% endmacro %}

{% macro _count_nulls(relation, columns, side, entry) %}
    {%- set counts = [] -%}
    {%- for column in columns -%}
        {%- do counts.append("count(*) - count(" ~ dbt_wap.identifier(column["before"] if side == "before" else column["name"]) ~ ")") -%}
    {%- endfor -%}
    {%- set where = " where (" ~ entry["filter"] ~ ")" if entry["filter"] else "" -%}
    {%- do return(run_query("select " ~ counts | join(", ") ~ " from " ~ dbt_wap.sql_name(relation) ~ where).rows[0].values() | map("int") | list) -%}
{% endmacro %}

{% macro _share(count, rows) %} {%- do return(100.0 * count / rows if rows else 0.0) -%} {% endmacro %}
