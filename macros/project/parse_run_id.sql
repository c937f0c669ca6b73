{#
    The id of a run, or the beginning of one, as somebody gave it. Without quotes YAML reads an id of digits alone as a
    number, and drops its underscores: they are put back. What cannot be read so is refused with the form to type. Pure.
#}
{% macro parse_run_id(step, run) %}
    {%- if run is none or run is string -%} {%- do return(run) -%} {%- endif -%}
    {%- set digits = run | string -%}
    {%- if run is integer and run is not boolean and digits | length <= 18 and run > 0 -%}
        {%- do return([digits[:8], digits[8:14], digits[14:]] | select | join("_")) -%}
    {%- endif -%}
    {%- do dbt_wap.refuse(
        step,
        "the run is read as " ~ dbt_wap.shown_value(run)
        ~ ", not as an id: put it in quotes, {run: '20260131_101502_x3f9'}",
        next="wap history",
    ) -%}
{% endmacro %}
