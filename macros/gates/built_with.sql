{#
    Return the dbt flags and vars of the build of a run, as on the command line; for a build without the runner only the
    vars. Pure.
#}
{% macro built_with(run) %}
    {%- set given = run["options"].get("built_with") or [] -%}
    {%- set vars = run["vars"] if run["vars"] is string else tojson(run["vars"]) -%}
    {%- do return(given + (["--vars", vars] if run["vars"] else [])) -%}
{% endmacro %}
