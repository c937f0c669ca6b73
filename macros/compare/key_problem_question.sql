{#
    Return SQL for the number of rows that share a key, and that have a NULL in it: (side, repeated, empty). plan: from
    get_comparison. Pure.
#}
{% macro key_problem_question(plan) %}
    {% for side in ["before", "after"] %}
        {{ "union all" if not loop.first }} {{ dbt_wap._key_counts_sql(plan, side) }}
    {% endfor %}
{% endmacro %}

{% macro _key_counts_sql(plan, side) %}
    {%- set ids, nulls = plan["keys"] | map(attribute="id") | list, [] -%}
    {%- for id in ids -%} {%- do nulls.append(id ~ " is null") -%} {%- endfor -%}
    {%- set null_key = nulls | join(" or ") %}
    select
        '{{ side }}' as side,
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
