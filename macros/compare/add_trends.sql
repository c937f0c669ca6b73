{#
    Add to each changed entry the share of rows that moved, now and in the last twenty published runs: {now, usual: the
    median, points: [{run_id, created_at, share}]}; none without earlier runs. Reads only.
#}
{% macro add_trends(entries, run) %}
    {%- set points = {} -%}
    {%- for row in dbt_wap.rows_of(dbt_wap._past_movements_sql(run)) -%}
        {%- set share = (row["rows_moved"] | int) / (row["rows_before"] | int) -%}
        {%- set point = {"run_id": row["run_id"], "created_at": row["created_at"], "share": share} -%}
        {%- do points.setdefault(row["relation"], []).append(point) -%}
    {%- endfor -%}
    {%- for entry, key in zip(entries, dbt_wap.relation_keys(entries))
        if entry["status"] == "changed" and entry["rows"]["before"] and entry["rows"]["added"] is not none
    -%}
        {%- set past = points.get(key) -%}
        {%- if past -%}
            {%- set shares, rows = past | map(attribute="share") | sort, entry["rows"] -%}
            {%- set usual = (shares[(shares | length - 1) // 2] + shares[shares | length // 2]) / 2 -%}
            {%- set now = dbt_wap.count_moved_rows(rows) / rows["before"] -%}
            {%- do entry.update({"trend": {"now": now, "usual": usual, "points": past}}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return SQL for the rows that each relation moved in the last twenty published runs of this project, target and
    place, oldest first. Pure.
#}
{% macro _past_movements_sql(run) %}
    with
        published as (
            select run_id, max(seq) as seq
            from {{ dbt_wap.state_table("events") }}
            where event = 'published' and project = {{ dbt_wap.text_literal(project_name) }}
            group by run_id
        ),
        last as (
            select r.run_id, r.created_at, p.seq
            from {{ dbt_wap.state_table("runs") }} as r
            join published as p on p.run_id = r.run_id
            where
                {{ dbt_wap.scope_condition_sql() }} and r.run_id <> {{ dbt_wap.text_literal(run["run_id"]) }}
            order by p.seq desc
            limit 20
        )
    select l.run_id, l.created_at, m.relation, m.rows_before, m.rows_moved
    from last as l
    join {{ dbt_wap.state_table("movements") }} as m on m.run_id = l.run_id and m.rows_before > 0
    where
        m.seq = (select max(n.seq) from {{ dbt_wap.state_table("movements") }} as n where n.run_id = m.run_id)
    order by l.seq
{% endmacro %}
