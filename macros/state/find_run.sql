{#
    Return the run that an id or unique prefix names; without one, the newest that the verb may act on (any, without a
    verb), else the newest. Refuse an empty, unknown or ambiguous id, an id of another target, and, unless `or_none`, a
    project without runs. Reads only.
#}
{% macro find_run(state, step, run=none, verb=none, or_none=false) %}
    {%- set run = dbt_wap.parse_run_id(step, run) -%}
    {%- if run is not none and not run | string | trim -%}
        {%- do dbt_wap.refuse(step, "the run id is an empty string; name a run or leave it out", next="wap history") -%}
    {%- endif -%}
    {%- if run is none -%}
        {%- for each in state["runs"] if verb and dbt_wap.can_act(each, verb) -%}
            {%- do return(each) -%}
        {%- endfor -%}
        {%- if state["runs"] and (not verb or not or_none) -%}
            {%- do return(state["runs"][0]) -%}
        {%- endif -%}
        {%- if or_none -%} {%- do return(none) -%} {%- endif -%}
        {%- do dbt_wap.refuse(step, "there is no run yet for " ~ dbt_wap.describe_scope(), next="wap run") -%}
    {%- endif -%}
    {%- set found = [] -%}
    {%- for each in state["runs"] if each["run_id"].startswith(run | string) -%}
        {%- if each["run_id"] == run | string -%} {%- do return(each) -%} {%- endif -%}
        {%- do found.append(each) -%}
    {%- endfor -%}
    {%- if found | length > 1 -%}
        {%- set ids = found | map(attribute="run_id") | join(", ") -%}
        {%- do dbt_wap.refuse(step, 'run "' ~ run ~ '" is ambiguous: ' ~ ids, next="wap history") -%}
    {%- elif not found -%} {%- do dbt_wap._refuse_unknown(state, step, run) -%}
    {%- endif -%}
    {%- do return(found[0]) -%}
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
