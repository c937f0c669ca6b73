{#
    Return what is wrong with the key of a comparison: {problem: a sentence, duplicates: {before, after}: rows that
    share a key, null_keys: {before, after}: rows with a NULL in it}. `plan`: from get_comparison. Reads only.
#}
{% macro key_problem(plan) %}
    {%- set found = {"duplicates": {}, "null_keys": {}} -%}
    {%- for side in ["before", "after"] -%}
        {%- set row = dbt_wap.rows_of(dbt_wap._key_counts_sql(plan, side)) | first -%}
        {%- do found["duplicates"].update({side: row["repeated"] | int}) -%}
        {%- do found["null_keys"].update({side: row["empty"] | int}) -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- set kinds = {"null_keys": "the key has a NULL in ", "duplicates": "the key is not unique in "} -%}
    {%- for kind, what in kinds.items() if found[kind]["before"] or found[kind]["after"] -%}
        {%- set sides = [] -%}
        {%- for side, whose in [("before", " of prod"), ("after", " of the candidate")] if found[kind][side] -%}
            {%- do sides.append(dbt_wap.counted(found[kind][side], "row") ~ whose) -%}
        {%- endfor -%}
        {%- do sentences.append(what ~ sides | join(" and ")) -%}
    {%- endfor -%}
    {%- do found.update({"problem": sentences | join("; ") or "rows changed during the comparison"}) -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return SQL for the number of rows of a side that share a key, and that have a NULL in it. Pure. #}
{% macro _key_counts_sql(plan, side) %}
    {%- set ids, nulls = plan["keys"] | map(attribute="id") | list, [] -%}
    {%- for id in ids -%} {%- do nulls.append(id ~ " is null") -%} {%- endfor -%}
    {%- set null_key = nulls | join(" or ") %}
    select
        coalesce(sum(case when n > 1 and not ({{ null_key }}) then n else 0 end), 0) as repeated,
        coalesce(sum(case when {{ null_key }} then n else 0 end), 0) as empty
    from
        (
            select {{ ids | join(", ") }}, count(*) as n
            from
                (
                    select
                        {% for column in plan["keys"] -%}
                            {{ dbt_wap.form_of(column, column["id"]) }} as {{ column["id"] }}
                            {{- "," if not loop.last }}
                        {% endfor %}
                    from ({{ dbt_wap.side_sql(plan, side) }}) as all_rows
                ) as forms
            group by {{ ids | join(", ") }}
        ) as keys
{% endmacro %}
