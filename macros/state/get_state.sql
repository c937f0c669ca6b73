{#
    What the state schema says of this project: `{"exists", "tables", "runs": [newest first], "lock"}`. A run has the
    columns of state_columns, its events in order, and status, verdict, reason and expiry read from them.
    A run that the runner was writing or publishing while nobody holds the lock has died: it reads as failed or
    publish_interrupted. `ignore_lock` is the id of a lock whose process is known to be dead. Beside the newest runs
    there are always the last that reached prod, and those whose id begins with `run`. Reads only.
#}
{% macro get_state(limit=50, ignore_lock=none, run=none) %}
    {%- set tables = dbt_wap.list_relations([dbt_wap.state_place()]) -%}
    {%- set names = tables | map(attribute="name") | map("lower") | list -%}
    {%- set state = {"exists": "events" in names and "runs" in names, "tables": names, "runs": [], "lock": none} -%}
    {%- if dbt_wap.lock_name() | lower in names -%}
        {%- set locks = dbt_wap.rows_of("select * from " ~ dbt_wap.state_table(dbt_wap.lock_name())) -%}
        {%- if locks and locks[0]["token"] != ignore_lock -%}
            {%- do state.update({"lock": locks[0]}) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if state["exists"] -%}
        {%- for run in dbt_wap.rows_of(dbt_wap._runs_sql(limit, run)) -%}
            {%- if not state["runs"] or state["runs"][-1]["run_id"] != run["run_id"] -%}
                {%- do state["runs"].append(dbt_wap._run_of(run)) -%}
            {%- endif -%}
            {%- do dbt_wap._add_event(state["runs"][-1], run) -%}
        {%- endfor -%}
        {%- for run in state["runs"] -%}
            {%- do run.update({"rolling_back": dbt_wap.is_rolling_back(run)}) -%}
        {%- endfor -%}
        {%- for run in state["runs"] if not state["lock"] and run["options"].get("runner") -%}
            {%- if run["status"] == "writing" and run["events"][-1]["event"] != "written" -%}
                {%- do run.update({"status": "failed", "reason": "the process that was writing it died"}) -%}
            {%- elif run["status"] == "publishing" -%}
                {%- do run.update({"status": "publish_interrupted", "reason": "the process that was publishing it died"}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(state) -%}
{% endmacro %}

{% macro _runs_sql(limit, run) %}
    {%- set runs, events = dbt_wap.state_table("runs"), dbt_wap.state_table("events") -%}
    {%- set project = dbt_wap.text_literal(project_name) -%}
    {%- set columns -%}
        r.run_id, r.created_at, r.requested_by, r.git_sha, r.target, r.vars, r.schemas, r.options,
        e.seq, e.happened_at, e.event, e.status, e.actor, e.detail
    {%- endset -%}
    {%- do return(
        "select " ~ columns ~ " from " ~ runs ~ " r join " ~ events
        ~ " e on e.run_id = r.run_id and e.project = r.project where r.project = " ~ project
        ~ " and (r.run_id in (select run_id from " ~ runs ~ " where project = " ~ project
        ~ " order by created_at desc limit " ~ limit | int ~ ") or r.run_id in (select run_id from " ~ events
        ~ " where event = 'swapped' and project = " ~ project ~ " order by seq desc limit 5)"
        ~ (" or left(r.run_id, " ~ run | string | length ~ ") = " ~ dbt_wap.text_literal(run) if run else "")
        ~ ") order by r.created_at desc, r.run_id, e.seq"
    ) -%}
{% endmacro %}

{% macro _run_of(row) %}
    {%- set run = {"events": [], "verdict": none, "expires_at": none, "reason": none} -%}
    {%- for name in ["run_id", "created_at", "requested_by", "git_sha", "target"] -%}
        {%- do run.update({name: row[name]}) -%}
    {%- endfor -%}
    {%- for name in ["vars", "schemas", "options"] -%}
        {%- do run.update({name: fromjson(row[name])}) -%}
    {%- endfor -%}
    {%- do return(run) -%}
{% endmacro %}

{% macro _add_event(run, row) %}
    {%- set detail = fromjson(row["detail"]) -%}
    {%- do run["events"].append(
        {
            "seq": row["seq"] | int,
            "at": row["happened_at"],
            "event": row["event"],
            "status": row["status"],
            "actor": row["actor"],
            "detail": detail,
        }
    ) -%}
    {%- do run.update({"status": row["status"], "reason": detail.get("reason")}) -%}
    {%- for name in ["verdict", "expires_at"] -%}
        {%- if name in detail -%} {%- do run.update({name: detail[name]}) -%} {%- endif -%}
    {%- endfor -%}
    {%- set waits = run["status"] in ["awaiting_approval", "approved"] -%}
    {%- do run.update({"expired": waits and (run["expires_at"] or "9") < dbt_wap.utc_now()}) -%}
{% endmacro %}
