{#
    Return the run that an id or unique prefix names; without one, the newest of this command's environment that the
    verb may act on (any, without a verb), else the newest. Refuse an empty, unknown or ambiguous id, an id of another
    target or, if the command names an environment, of another environment, and, unless `or_none`, a project without
    runs. Reads only.
#}
{% macro find_run(state, step, run=none, verb=none, or_none=false) %}
    {%- set run = dbt_wap.parse_run_id(step, run) -%}
    {%- if run is not none and not run | string | trim -%}
        {%- do dbt_wap.refuse(step, "the run id is an empty string; name a run or leave it out", next="wap history") -%}
    {%- endif -%}
    {%- if run is none -%}
        {%- set own = dbt_wap.runs_of_env(state) -%}
        {%- for each in own if verb and dbt_wap.can_act(each, verb) -%} {%- do return(each) -%} {%- endfor -%}
        {%- if own and (not verb or not or_none) -%} {%- do return(own[0]) -%} {%- endif -%}
        {%- if or_none -%} {%- do return(none) -%} {%- endif -%}
        {%- do dbt_wap.refuse(step, "there is no run yet for " ~ dbt_wap.describe_scope(), next="wap run") -%}
    {%- endif -%}
    {%- set found = [] -%}
    {%- for each in state["runs"] if each["run_id"].startswith(run | string) -%}
        {%- do found.append(each) -%}
    {%- endfor -%}
    {%- set found = found | selectattr("run_id", "equalto", run | string) | list or found -%}
    {%- if found | length > 1 -%}
        {%- set ids = found | map(attribute="run_id") | join(", ") -%}
        {%- do dbt_wap.refuse(step, 'run "' ~ run ~ '" is ambiguous: ' ~ ids, next="wap history") -%}
    {%- elif not found -%} {%- do dbt_wap._refuse_unknown(state, step, run) -%}
    {%- endif -%}
    {%- if dbt_wap.get_var("wap_env") or not state["exact"] -%}
        {%- do dbt_wap._refuse_other_env(step, found[0]) -%}
    {%- endif -%}
    {%- do return(found[0]) -%}
{% endmacro %}

{# Refuse a run of another environment than that of this command, whose lock a step holds. #}
{% macro _refuse_other_env(step, run) %}
    {%- set own, env = dbt_wap.get_var("wap_env"), run["env"] or "" -%}
    {%- if own != env -%}
        {%- set owner = "environment " ~ env if env else "no environment" -%}
        {%- set what = "environment " ~ own if own else "runs without an environment (var wap_env)" -%}
        {%- do dbt_wap.refuse(
            step,
            "run " ~ run["run_id"] ~ " belongs to " ~ owner ~ ", but this command is for " ~ what,
            next="wap status " ~ run["run_id"] ~ (" --env " ~ env if env else ", without --env"),
        ) -%}
    {%- endif -%}
{% endmacro %}

{# Refuse the id of a run that is not one of this target, and say which target it belongs to, if known. #}
{% macro _refuse_unknown(state, step, run) %}
    {%- if not state["exists"] -%}
        {%- do dbt_wap.refuse(step, "there is no run yet", next="wap run") -%}
    {%- endif -%}
    {%- set sql %}
        select run_id, target, place
        from {{ dbt_wap.state_rows("runs", state["tables"]) }}
        where project = {{ dbt_wap.text_literal(project_name) }}
            and left(run_id, {{ run | string | length }}) = {{ dbt_wap.text_literal(run) }}
        order by run_id
    {% endset -%}
    {%- for other in dbt_wap.rows_of(sql) -%}
        {%- do dbt_wap.refuse(
            step,
            "run " ~ other["run_id"] ~ " belongs to target " ~ other["target"] ~ " (" ~ other["place"]
            ~ "), but this command is for " ~ dbt_wap.describe_scope(),
            next="wap status " ~ other["run_id"] ~ " --target " ~ other["target"],
        ) -%}
    {%- endfor -%}
    {%- do dbt_wap.refuse(step, 'there is no run "' ~ run ~ '" for ' ~ dbt_wap.describe_scope(), next="wap history") -%}
{% endmacro %}
