{#
    Return SQL for n, which is 1 if many of some rows of prod are changed in the candidate: then compare_by_key is
    faster with `many`. sample: from sample_of_changes of prod. plan: from get_comparison. Pure.
#}
{% macro many_changed_sql(plan, sample) %}
    select
        case
            when count(case when changed then 1 end) >= {{ sample["share"] }} * count(*) then 1 else 0
        end as n
    from
        (
            select b.row_hash is distinct from a.row_hash as changed
            from
                (
                    select *
                    from ({{ dbt_wap._keyed_side_sql(plan, "before", sample["clause"]) }}) as some_rows
                    order by row_hash
                    limit 100
                ) as b
            join
                ({{ dbt_wap._keyed_side_sql(plan, "after") }}) as a
                on {% for column in plan["keys"] %}
                    b.k_{{ column["id"] }} = a.k_{{ column["id"] }}{{ " and" if not loop.last }}
                {% endfor %}
        ) as pairs
{% endmacro %}
