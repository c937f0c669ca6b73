{#
    Print which privileges the role lacks for a full cycle, with the GRANT for each, the objects that a publish would
    drop or stop, and warnings. In an environment (var wap_env), tell what a run without a publish lacks from what only
    a publish needs. An administrator, who sees more than the role of the runs, can name that `role`. Reads only. A
    run-operation.
#}
{% macro check_privileges(role=none, context=none) %}
    {%- set project = dbt_wap.project_facts() -%}
    {%- set pairs = dbt_wap.schema_pairs(project) -%}
    {%- do dbt_wap.begin_step("doctor") -%}
    {%- set state = dict(dbt_wap.state_place(), tables=dbt_wap.state_columns() | list) -%}
    {%- set rights = dbt_wap.session_rights(role, dbt_wap.locate(pairs, "prod") + [state]) -%}
    {%- set whole = dbt_wap.missing_privileges(pairs, rights, state, project["by_key"]) -%}
    {%- set reading = dbt_wap.get_var("wap_env") != "" -%}
    {%- set missing = dbt_wap.missing_privileges(pairs, rights, state, none) if reading else whole -%}
    {%- set to_publish = whole | rejectattr("grant", "in", missing | map(attribute="grant") | list) | list -%}
    {%- set warnings = dbt_wap.privilege_warnings(pairs, rights, state, reading) -%}
    {%- set warnings = warnings + dbt_wap.monitoring_warnings() -%}
    {%- set warnings = warnings + dbt_wap.models_without_key_or_tests(project["by_key"]) -%}
    {%- set blocked = [] if missing | selectattr("closed") | list else dbt_wap.unclonable_objects(pairs) -%}
    {%- if not missing -%} {%- do dbt_wap.check_option_columns(pairs, project) -%} {%- endif -%}
    {%- for row in missing -%}
        {%- do dbt_wap.say("missing: " ~ row["what"] ~ (": " ~ row["grant"] if row["grant"] else "")) -%}
    {%- endfor -%}
    {%- for row in to_publish -%}
        {%- do dbt_wap.say("only for a publish: " ~ row["what"] ~ ": " ~ row["grant"]) -%}
    {%- endfor -%}
    {%- for sentence in blocked -%} {%- do dbt_wap.say("blocks a publish: " ~ sentence) -%} {%- endfor -%}
    {%- for sentence in warnings -%} {%- do dbt_wap.say("note: " ~ sentence) -%} {%- endfor -%}
    {%- if not whole and not blocked -%} {%- do dbt_wap.say("nothing is missing") -%} {%- endif -%}
    {%- set found = {"missing": missing, "to_publish": to_publish, "blocked": blocked, "warnings": warnings} -%}
    {%- do dbt_wap.answer(context, found) -%}
{% endmacro %}
