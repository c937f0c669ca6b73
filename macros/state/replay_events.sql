{#
    Derive the state of a run from its events, by the `table` of transitions, and add it to the run: {status, reason,
    verdict, expires_at, expired, rolling_back, died, damage, next}. An event that the table does not allow is recorded
    in `damage` and changes nothing else. If the lock of its environment, or of prod ("") for a publish, is not held
    (`busy`: {environment: held or not}), the process of a run that is being written or published has died. A run
    without a place is older than the table of transitions: only its last event counts. Pure.
#}
{% macro replay_events(run, busy, table) %}
    {%- do run.update({"status": none, "verdict": none, "expires_at": none, "reason": none, "died": false}) -%}
    {%- for event in run["events"] -%}
        {%- set late = run["status"] in (table.get(event["event"]) or {"late": []})["late"] -%}
        {%- set fault = none if late else dbt_wap._event_fault(table, run, event) -%}
        {%- if fault -%}
            {%- do run.update({"damage": run["damage"] or fault, "status": run["status"] or "failed"}) -%}
        {%- elif not late -%}
            {%- set detail = event["detail"] or {} -%}
            {%- if (table.get(event["event"]) or {"to": true})["to"] -%}
                {%- do run.update({"status": event["status"], "reason": detail.get("reason")}) -%}
                {%- for name in ["verdict", "expires_at"] if name in detail -%}
                    {%- do run.update({name: detail[name]}) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endif -%}
        {%- do event.update({"detail": event["detail"] or {}}) -%}
    {%- endfor -%}
    {%- do run.update({"rolling_back": dbt_wap.is_rolling_back(run)}) -%}
    {%- if run["place"] is none -%}
        {%- do run.update({"damage": "an older dbt-wap wrote it"}) -%}
    {%- endif -%}
    {%- do dbt_wap._expire(run) -%}
    {%- do dbt_wap._infer_death(run, busy) -%}
    {%- if run["status"] in ["published", "rolled_back", "discarded"] -%}
        {%- do run.update({"damage": none}) -%}
    {%- endif -%}
    {%- if run["damage"] -%}
        {%- do run.update({"reason": "its record is damaged: " ~ run["damage"]}) -%}
    {%- endif -%}
    {%- do run.update({"next": dbt_wap.next_command(run)}) -%}
{% endmacro %}

{# Return why the table of transitions does not allow an event, or none. #}
{% macro _event_fault(table, run, event) %}
    {%- if run["place"] is none and event["status"] in dbt_wap.statuses() -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set rule = table.get(event["event"]) -%}
    {%- set words = "event " ~ event["seq"] ~ " (" ~ event["event"] ~ ", " ~ event["status"] ~ ")" -%}
    {%- if not rule -%} {%- do return(words ~ " is not an event of dbt-wap") -%} {%- endif -%}
    {%- if event["detail"] is none -%}
        {%- do return("the detail of " ~ words ~ " is not JSON") -%}
    {%- endif -%}
    {%- if (run["status"] or "none") not in (rule["from"] or ["none"]) -%}
        {%- do return(words ~ " is not allowed in status " ~ dbt_wap.status_words(run["status"] or "none")) -%}
    {%- endif -%}
    {%- if event["status"] != (rule["to"] or run["status"]) -%}
        {%- do return(words ~ " does not lead to that status") -%}
    {%- endif -%}
    {%- for name in rule["carries"] if name not in event["detail"] -%}
        {%- do return(words ~ " is missing " ~ name) -%}
    {%- endfor -%}
    {%- if "rule" in event["detail"] and not dbt_wap.is_approval_rule(event["detail"]["rule"]) -%}
        {%- do return("the approval rule of " ~ words ~ " cannot be read") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# Make a run that needs approval, or is approved, stale after its expiry. #}
{% macro _expire(run) %}
    {%- set waits = run["status"] in ["awaiting_approval", "approved"] -%}
    {%- set expired = waits and (run["expires_at"] or "9") < dbt_wap.utc_now() -%}
    {%- do run.update({"expired": expired}) -%}
    {%- if expired -%}
        {%- do run.update({"status": "stale", "reason": "it expired at " ~ run["expires_at"][:19] ~ "Z"}) -%}
    {%- endif -%}
{% endmacro %}

{# Mark a run whose process died as failed or interrupted. #}
{% macro _infer_death(run, busy) %}
    {%- set writes = run["status"] == "writing" -%}
    {%- if run["options"].get("runner") and not busy[(run["env"] or "") if writes else ""] -%}
        {%- set last = run["events"][-1]["event"] -%}
        {%- if writes and not (run["options"].get("audited_later") and last == "built") -%}
            {%- do run.update({"status": "failed", "died": true, "reason": "the process that was writing it died"}) -%}
        {%- elif run["status"] == "publishing" -%}
            {%- do run.update(
                {"status": "publish_interrupted", "died": true, "reason": "the process that was publishing it died"}
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
