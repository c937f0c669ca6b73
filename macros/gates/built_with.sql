{# dbt's flags and vars with which a run was built, as they would be typed; of a build by hand its vars alone. Pure. #}
{% macro built_with(run) %}
    {%- set given = run["options"].get("built_with") or [] -%}
    {%- set vars = run["vars"] if run["vars"] is string else tojson(run["vars"]) -%}
    {%- do return(given + (["--vars", vars] if run["vars"] else [])) -%}
{% endmacro %}
