{#
    Return the open run that created each audit schema in the state schema, across all projects, targets and places, as
    {schema key: {run_id, project, target, place, env}}. `tables`: from state_tables. Reads only.
#}
{% macro schema_owners(tables) %}
    {%- set sql %}
        with last as (
            select project, run_id, max(seq) as seq
            from {{ dbt_wap.state_table("events") }}
            where event <> 'stale' -- another run may record it after this one is over
            group by project, run_id
        )
        select r.project, r.run_id, r.target, r.place, r.env, r.schemas, r.options, e.seq
        from {{ dbt_wap.state_rows("runs", tables) }} as r
        join last as l on l.project = r.project and l.run_id = r.run_id
        join {{ dbt_wap.state_table("events") }} as e on e.run_id = l.run_id and e.project = l.project and e.seq = l.seq
            and e.event <> 'stale'
        where e.status not in ('published', 'rolled_back', 'discarded')
        order by e.seq
    {% endset -%}
    {%- set owners = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- for pair in dbt_wap.parsed_json(row["schemas"]) or [] -%}
            {%- do owners.update({dbt_wap.place_key(pair, "audit"): row}) -%}
        {%- endfor -%}
        {%- for place in (dbt_wap.parsed_json(row["options"]) or {}).get("test_schemas", []) -%}
            {%- do owners.update({dbt_wap.schema_key(place["database"], place["schema"]): row}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(owners) -%}
{% endmacro %}
