{#
    Return the recorded state of this project, target and place: {exists: whether there is a state schema, tables: its
    tables in lower case, runs: newest first, exact}. A run is {run_id, created_at, requested_by,
    git_sha, target, env: its environment or none, vars, schemas: from checked_pairs, options: {runner, audited_later,
    selected, drop_removed, test_schemas, built_with}, seq: number of its first event, events: [{seq, at, event, status,
    actor, detail}], may: the verbs that its status allows, approvals: from approvals_of}, plus what replay_events adds.
    `limit` counts the newest runs, of all environments and of that of this command; runs that are not over, the last
    that reached prod, all that have an archive and those whose id begins with `run` are always included. Event numbers
    decide the order, not clocks. Whether a process holds a lock is known from `locks` (see read_locks), or else from
    the lock table alone; with `exact`, for steps that hold no lock, all locks are read, and find_run finds runs of all
    environments. `tables`: from state_tables, and `rows`: of its runs and events, if the caller has them. Reads only.
#}
{% macro get_state(limit=5, run=none, locks={}, exact=false, tables=none, rows=none) %}
    {%- set run = dbt_wap.parse_run_id("state", run) -%}
    {%- set read = dbt_wap._read_at_once(limit, run) if tables is none and rows is none else none -%}
    {%- if read is not none -%} {%- set tables, rows = read["tables"], read["runs"] -%} {%- endif -%}
    {%- set tables = dbt_wap.state_tables() if tables is none else tables -%}
    {%- set exists, found = "events" in tables and "runs" in tables, {} -%}
    {%- set state = {"exists": exists, "tables": tables, "runs": [], "exact": exact} -%}
    {%- if rows is none -%}
        {%- set rows = dbt_wap.rows_of(dbt_wap._runs_sql(tables, limit, run)) if exists else [] -%}
    {%- endif -%}
    {%- for row in rows -%}
        {%- if row["run_id"] not in found -%}
            {%- do found.update({row["run_id"]: dbt_wap._run_of(row)}) -%}
        {%- endif -%}
        {%- do found[row["run_id"]]["events"].append(dbt_wap._event_of(row)) -%}
    {%- endfor -%}
    {%- set busy = dbt_wap._held_locks(tables, found.values(), locks, exact) -%}
    {%- set table = dbt_wap.transitions() -%}
    {%- for each in found.values() -%}
        {%- do dbt_wap.replay_events(each, busy, table) -%}
        {%- do dbt_wap._add_rights(each) -%}
        {%- do state["runs"].append(each) -%}
    {%- endfor -%}
    {%- do return(state) -%}
{% endmacro %}

{#
    Read the tables of the state and the runs in one query, if the engine can and the state has the layout of this
    package; otherwise return none. Reads only.
#}
{% macro _read_at_once(limit, run) %}
    {%- set questions = {
        "columns": dbt_wap.columns_sql([dbt_wap.state_place()]),
        "runs": dbt_wap._runs_sql(dbt_wap.state_columns(), limit, run),
    } -%}
    {%- set read = dbt_wap.read_together(questions, or_none=true) -%}
    {%- if read is none -%} {%- do return(none) -%} {%- endif -%}
    {%- set tables = dbt_wap.state_tables(read["columns"]) -%}
    {%- if dbt_wap.recorded_layout(tables) != dbt_wap.state_layout() -%} {%- do return(none) -%} {%- endif -%}
    {%- do return({"tables": tables, "runs": read["runs"]}) -%}
{% endmacro %}

{# Return whether a process holds the lock of prod ("") and of the environment of each run. #}
{% macro _held_locks(tables, runs, locks, exact) %}
    {%- set busy = {"": none} -%}
    {%- for run in runs -%} {%- do busy.update({run["env"] or "": none}) -%} {%- endfor -%}
    {%- set locks = dbt_wap.read_locks(busy.keys() | list, tables) if exact else locks -%}
    {%- for env in busy -%}
        {%- set lock, exists = locks.get(env), dbt_wap.lock_name(env) | lower in tables -%}
        {%- do busy.update({env: not lock["expired"] if lock else env not in locks and exists}) -%}
    {%- endfor -%}
    {%- do return(busy) -%}
{% endmacro %}

{% macro _runs_sql(tables, limit, run) %}
    {%- set sql %}
        with opened as (
            select run_id, min(seq) as opened
            from {{ dbt_wap.state_table("events") }}
            where project = {{ dbt_wap.text_literal(project_name) }}
            group by run_id
        ),
        mine as (
            select r.*, o.opened
            from {{ dbt_wap.state_rows("runs", tables) }} as r
            join opened as o on o.run_id = r.run_id
            where {{ dbt_wap.scope_condition_sql() }}
        ),
        known as (
            select e.*
            from {{ dbt_wap.state_table("events") }} as e
            where e.project = {{ dbt_wap.text_literal(project_name) }}
        )
        select
            m.run_id, m.created_at, m.requested_by, m.git_sha, m.target, m.place, m.env, m.vars, m.schemas, m.options,
            m.opened, e.seq, e.happened_at, e.event, e.status, e.actor, e.detail,
            row_number() over (order by m.opened desc, m.run_id, e.seq, e.happened_at) as nth
        from mine as m
        join known as e on e.run_id = m.run_id
        where m.run_id in (select run_id from mine order by opened desc limit {{ limit | int }})
            or m.run_id in (
                select run_id
                from mine
                where coalesce(env, '') = {{ dbt_wap.text_literal(dbt_wap.get_var("wap_env")) }}
                order by opened desc
                limit {{ limit | int }}
            )
            or m.run_id in (
                select k.run_id
                from known as k
                join (select run_id, max(seq) as seq from known group by run_id) as l
                    on l.run_id = k.run_id and l.seq = k.seq
                where k.status not in ('published', 'rolled_back', 'discarded')
            )
            or m.run_id in (
                select k.run_id
                from known as k
                join mine as n on n.run_id = k.run_id
                where k.event = 'swapped'
                order by k.seq desc
                limit 5
            )
            or m.run_id in (
                select run_id
                from known
                where event in ('swapped', 'cleaned')
                group by run_id
                having count(case when event = 'cleaned' then 1 end) = 0
            )
            {%- if run %}
            or left(m.run_id, {{ run | string | length }}) = {{ dbt_wap.text_literal(run) }}
            {%- endif %}
        order by nth
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{#
    Add what may be done with a run, and the approvals that count by its recorded rule. Without one, all are listed:
    the state must be readable even if the current rule is not.
#}
{% macro _add_rights(run) %}
    {%- set anyone = {"approvers": [], "min_approvals": 1, "forbid_self_approval": false} -%}
    {%- set rule = dbt_wap.rule_of(run, recorded=true) or anyone -%}
    {%- do run.update({"may": dbt_wap.verbs_of(run), "approvals": dbt_wap.approvals_of(run, rule)}) -%}
{% endmacro %}

{# Return the run of a row; `damage` names what cannot be read. #}
{% macro _run_of(row) %}
    {%- set run = {"events": [], "seq": row["opened"] | int, "damage": none} -%}
    {%- for name in ["run_id", "created_at", "requested_by", "git_sha", "target", "place", "env"] -%}
        {%- do run.update({name: row[name]}) -%}
    {%- endfor -%}
    {%- for name in ["vars", "schemas", "options"] -%}
        {%- set value = dbt_wap.parsed_json(row[name]) -%}
        {%- set listed = value is sequence and value is not string and value is not mapping -%}
        {%- set mapped = value is mapping or (name == "vars" and value is string) -%}
        {%- set readable = (listed and value) if name == "schemas" else mapped -%}
        {%- if not readable -%}
            {%- do run.update({"damage": "its " ~ name ~ " cannot be read"}) -%}
            {%- set value = [] if name == "schemas" else {} -%}
        {%- endif -%}
        {%- do run.update({name: value}) -%}
    {%- endfor -%}
    {%- do return(run) -%}
{% endmacro %}

{% macro _event_of(row) %}
    {%- set detail = dbt_wap.parsed_json(row["detail"]) -%}
    {%- do return(
        {
            "seq": row["seq"] | int,
            "at": row["happened_at"] or "",
            "event": row["event"],
            "status": row["status"],
            "actor": row["actor"],
            "detail": detail if detail is mapping else none,
        }
    ) -%}
{% endmacro %}
