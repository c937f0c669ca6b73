{# "run X (status, since, by whom)": how every refusal names a run. #}
{% macro describe_run(run) %}
    {%- set last = run["events"][-1] -%}
    {%- do return(
        "run " ~ run["run_id"] ~ " (" ~ run["status"] ~ " since " ~ last["at"][:19] ~ "Z, requested by "
        ~ run["requested_by"] ~ ")"
    ) -%}
{% endmacro %}
