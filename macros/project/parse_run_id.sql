{#
    Return the given id or prefix of a run. YAML reads an unquoted id of digits as a number and drops its underscores,
    so they are restored. Refuse other values and show how to quote the id. Pure.
#}
{% macro parse_run_id(step, run) %}
    {%- if run is none or run is string -%} {%- do return(run) -%} {%- endif -%}
    {%- set digits = run | string -%}
    {%- if run is integer and run is not boolean and digits | length <= 18 and run > 0 -%}
        {%- do return([digits[:8], digits[8:14], digits[14:]] | select | join("_")) -%}
    {%- endif -%}
    {%- do dbt_wap.refuse(
        step,
        "the run id is read as " ~ dbt_wap.shown_value(run)
        ~ "; put it in quotes, such as {run: '20260131_101502_x3f9'}",
        next="wap history",
    ) -%}
{% endmacro %}
