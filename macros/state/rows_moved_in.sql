{#
    Return how many rows of each relation some runs added, removed and changed: {relation key: {run id: rows}}. Runs
    that could not count them are missing. Reads only.
#}
{% macro rows_moved_in(run_ids) %}
    {%- set sql %}
        select run_id, relation, rows_moved
        from {{ dbt_wap.state_table("movements") }}
        where
            run_id in (
                {%- for run_id in run_ids %}
                {{ dbt_wap.text_literal(run_id) }}{{ "," if not loop.last }}
                {%- endfor %}
            )
        order by seq
    {% endset -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- do found.setdefault(row["relation"], {}).update({row["run_id"]: row["rows_moved"] | int}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
