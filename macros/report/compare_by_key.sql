{#
    Exact counts of rows added, removed and changed by key, and of changed values by column. `keys` are
    positions in `common`. Returns {added, removed, changed, columns: {name: rows}}, or {problem} when
    the key is not unique or has NULLs on either side. Reads only.
#}
{% macro compare_by_key(before, after, common, keys) %}
    {%- set b = dbt_wap.select_common(before, common, "before") -%}
    {%- set a = dbt_wap.select_common(after, common, "after") -%}
    {%- set problem = dbt_wap._key_problem(b, keys) or dbt_wap._key_problem(a, keys) -%}
    {%- if problem -%} {%- do return({"problem": problem}) -%} {%- endif -%}
    {%- set differs = [] -%}
    {%- set counts = [] -%}
    {%- for column in common -%}
        {%- if loop.index0 not in keys -%}
            {%- set test = "b.c" ~ loop.index0 ~ " is distinct from a.c" ~ loop.index0 -%}
            {%- do differs.append(test) -%}
            {%- do counts.append("sum(case when b.wap and a.wap and " ~ test ~ " then 1 else 0 end)") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set row = run_query(
        "select sum(case when b.wap is null then 1 else 0 end), sum(case when a.wap is null then 1 else 0 end), "
        ~ "sum(case when b.wap and a.wap and (" ~ (differs or ["false"]) | join(" or ") ~ ") then 1 else 0 end)"
        ~ (", " if counts) ~ counts | join(", ")
        ~ " from (select *, true as wap from (" ~ b ~ ")) b full join (select *, true as wap from (" ~ a ~ ")) a on "
        ~ dbt_wap.join_on(keys)
    ).rows[0].values() -%}
    {%- set columns = {} -%}
    {%- set at = namespace(position=3) -%}
    {%- for column in common -%}
        {%- if loop.index0 not in keys -%}
            {%- if (row[at.position] or 0) | int -%}
                {%- do columns.update({column["name"]: row[at.position] | int}) -%}
            {%- endif -%}
            {%- set at.position = at.position + 1 -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(
        {
            "added": (row[0] or 0) | int,
            "removed": (row[1] or 0) | int,
            "changed": (row[2] or 0) | int,
            "columns": columns,
        }
    ) -%}
{% endmacro %}

{% macro _key_problem(sql, keys) %}
    {%- set columns = [] -%}
    {%- set nulls = [] -%}
    {%- for key in keys -%}
        {%- do columns.append("c" ~ key) -%} {%- do nulls.append("c" ~ key ~ " is null") -%}
    {%- endfor -%}
    {%- set row = run_query(
        "select coalesce(sum(case when n > 1 then 1 else 0 end), 0), coalesce(sum(case when "
        ~ nulls | join(" or ") ~ " then n else 0 end), 0) from (select " ~ columns | join(", ")
        ~ ", count(*) as n from (" ~ sql ~ ") group by " ~ columns | join(", ") ~ ")"
    ).rows[0].values() -%}
    {%- if row[1] | int -%} {%- do return((row[1] | int) ~ " rows have a NULL in the key") -%} {%- endif -%}
    {%- if row[0] | int -%} {%- do return((row[0] | int) ~ " keys are not unique") -%} {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
