{#
    Puts into the entries that changed which share of their rows moved in the last twenty runs that were published:
    {now, usual: the median, points: [{run_id, created_at, share}]}, none without a past. Reads only.
#}
{% macro add_trends(entries, run) %}
    {%- set runs, events, moved = dbt_wap.state_table("runs"), dbt_wap.state_table("events"), dbt_wap.state_table("movements") -%}
    {%- set project = dbt_wap.text_literal(project_name) -%}
    {%- set points = {} -%}
    {%- for row in dbt_wap.rows_of(
        "select r.run_id, r.created_at, m.relation, m.rows_before, m.rows_moved from (select run_id, created_at from " ~ runs
        ~ " where project = " ~ project ~ " and run_id <> " ~ dbt_wap.text_literal(run["run_id"]) ~ " and run_id in (select run_id from "
        ~ events ~ " where status = 'published' and project = " ~ project ~ ") order by created_at desc limit 20) r join " ~ moved
        ~ " m on m.run_id = r.run_id and m.rows_before > 0 where m.seq = (select max(seq) from " ~ moved ~ " n where n.run_id = m.run_id) order by r.created_at"
    ) -%}
        {%- do points.setdefault(row["relation"], []).append(
            {"run_id": row["run_id"], "created_at": row["created_at"], "share": (row["rows_moved"] | int) / (row["rows_before"] | int)}
        ) -%}
    {%- endfor -%}
    {%- for entry in entries if entry["status"] == "changed" and entry["rows"]["before"] -%}
        {%- set past = points.get(dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"])) -%}
        {%- if past -%}
            {%- set shares, rows = past | map(attribute="share") | sort, entry["rows"] -%}
            {%- set usual = (shares[(shares | length - 1) // 2] + shares[shares | length // 2]) / 2 -%}
            {%- set now = dbt_wap.rows_moved(rows) / rows["before"] -%}
            {%- do entry.update({"trend": {"now": now, "usual": usual, "points": past}}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
