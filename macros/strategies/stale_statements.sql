{#
    Return the INSERTs that record as stale each other run that needs approval or is approved, if prod, in the schemas
    of this run, is no longer what it cloned. The reason names the relations and `how` they moved. state: from get_state
    after the change; `now`: fingerprints of prod, if the caller has them: prod is read once for all runs. The caller
    holds the lock of prod. Reads only.
#}
{% macro stale_statements(state, run, how, context, now=none) %}
    {%- set waits, statements = ["awaiting_approval", "approved"], [] -%}
    {%- set others = state["runs"] | selectattr("status", "in", waits) | rejectattr("damage") | list -%}
    {%- set now = dbt_wap.fingerprint_relations(run["schemas"], "prod") if others and now is none else now -%}
    {%- set changed = dbt_wap._changed_keys(run) if others else [] -%}
    {%- for other in others -%}
        {%- set pairs, prods = [], dbt_wap.place_keys(run["schemas"], "prod") -%}
        {%- for pair in other["schemas"] if dbt_wap.place_key(pair, "prod") in prods -%}
            {%- do pairs.append(pair) -%}
        {%- endfor -%}
        {%- set keys = dbt_wap.drift_keys(other, (dbt_wap.get_report(other) or {}).get("relations", [])) -%}
        {%- set moved = dbt_wap.moved_since(dict(other, schemas=pairs), "prod_at_clone", "prod", now, keys) -%}
        {%- if moved -%}
            {%- set reason = "prod moved since the clone: " ~ dbt_wap._moved_text(moved, changed) ~ ", " ~ how -%}
            {%- do dbt_wap.say(dbt_wap.describe_run(other) ~ " is now stale: " ~ reason) -%}
            {%- do statements.append(dbt_wap.event_statement(other, "stale", context, {"reason": reason})) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# Return {relation key: true} of what a run changes in prod by its report. Others are at most moved with a schema. #}
{% macro _changed_keys(run) %}
    {%- set keys = {} -%}
    {%- for entry in (dbt_wap.get_report(run) or {}).get("relations", []) -%}
        {%- if entry["publish"] in ["create", "replace", "drop"] -%}
            {%- do keys.update({dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]): true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{# Return at most ten sentences about relations that moved, of those that a run changes if there are any. #}
{% macro _moved_text(moved, changed) %}
    {%- set first = [] -%}
    {%- for key, sentence in moved.items() if key in changed -%}
        {%- do first.append(sentence) -%}
    {%- endfor -%}
    {%- set told = first or moved.values() | list -%}
    {%- set more = "; and " ~ (told | length - 10) ~ " more" if told | length > 10 else "" -%}
    {%- do return(told[:10] | join("; ") ~ more) -%}
{% endmacro %}
