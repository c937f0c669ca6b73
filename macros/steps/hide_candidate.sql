{#
    Revoke what others were granted on a candidate that is not audited right after its build; diff_report does this
    itself. Prod is not touched. A run-operation for the runner.
#}
{% macro hide_candidate(run, context=none) %}
    {%- set state = dbt_wap.locked_state("audit", context, run) -%}
    {%- set found = dbt_wap.auditable_run(state, "audit", run) -%}
    {%- do dbt_wap.begin_step("audit", found["run_id"]) -%}
    {%- set taken = dbt_wap._revoke_candidate_grants(state, found) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "taken": taken | length}) -%}
{% endmacro %}

{#
    Revoke what others were granted on the schemas of a candidate, for example by hooks of the project; refuse if a
    grant is left. Grants are recorded before they are revoked. Return all grants revoked from this candidate, each with
    `kept`: whether publish grants it again, because prod does not have the schema. For diff_report and hide_candidate.
#}
{% macro _revoke_candidate_grants(state, run, dry_run=false) %}
    {%- set foreign = dbt_wap.foreign_grants(run["schemas"]) -%}
    {%- set taken, keys, new = dbt_wap.revoked_grants(state, run["run_id"]), {}, [] -%}
    {%- for row in taken -%}
        {%- do keys.update({dbt_wap.grant_key(row) ~ row["option"]: true}) -%}
    {%- endfor -%}
    {%- for row in foreign if dbt_wap.grant_key(row) ~ row["option"] not in keys -%}
        {%- do taken.append(row) -%} {%- do new.append([run["run_id"], dbt_wap.utc_now(), tojson(row)]) -%}
    {%- endfor -%}
    {%- if foreign and not dry_run -%}
        {%- do dbt_wap.execute_statements(
            dbt_wap.insert_batch_statements("grants", new) + dbt_wap.revoke_statements(foreign)
        ) -%}
        {%- do dbt_wap._check_hidden(run) -%}
    {%- endif -%}
    {%- do return(dbt_wap._with_kept(taken, run["schemas"])) -%}
{% endmacro %}

{# Refuse if others still have a privilege on a schema of the candidate. Reads only. #}
{% macro _check_hidden(run) %}
    {%- for row in dbt_wap.foreign_grants(run["schemas"]) -%}
        {%- do dbt_wap.refuse(
            "audit",
            "others can still read the candidate: could not revoke " ~ row["privilege"] ~ " on "
            ~ (row["on"] ~ " " ~ row["kind"] ~ " of " if row["on"] != "schema" else "") ~ "the schema " ~ row["schema"]
            ~ " from " ~ row["to_kind"] | lower | replace("_", " ") ~ " " ~ row["to_name"],
            next="wap audit " ~ run["run_id"] ~ ", after an administrator revokes it",
            code="blocked",
        ) -%}
    {%- endfor -%}
{% endmacro %}

{# Return the rows, each with `kept`: whether prod lacks the schema, so its grants are kept. Reads only. #}
{% macro _with_kept(rows, pairs) %}
    {%- set existing = dbt_wap.schema_keys_of(pairs) if rows else [] -%}
    {%- set new, marked = [], [] -%}
    {%- for pair in pairs if dbt_wap.place_key(pair, "prod") not in existing -%}
        {%- do new.append(dbt_wap.place_key(pair, "audit")) -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- do marked.append(dict(row, kept=dbt_wap.schema_key(row["database"], row["schema"]) in new)) -%}
    {%- endfor -%}
    {%- do return(marked) -%}
{% endmacro %}

{#
    Revoke what others were granted on the schemas of the candidate by future grants on the database; refuse if a grant
    is left. For clone_schema.
#}
{% macro _hide_clone(run) %}
    {%- set seen = dbt_wap._seen_by_others(run) -%}
    {%- if seen -%}
        {%- do dbt_wap.execute_statements(dbt_wap.revoke_statements(seen)) -%}
        {%- for row in dbt_wap._seen_by_others(run) -%}
            {%- do dbt_wap.refuse(
                "clone",
                "others can still read the candidate: could not revoke " ~ row["privilege"] ~ " on the schema "
                ~ row["schema"] ~ " from " ~ row["to_name"],
                next="wap discard, then wap doctor",
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{% macro _seen_by_others(run) %}
    {%- set rows = dbt_wap.list_grants(dbt_wap.locate(run["schemas"], "audit"), [])["grants"] -%}
    {%- do return(rows | selectattr("on", "equalto", "schema") | rejectattr("system") | list) -%}
{% endmacro %}
