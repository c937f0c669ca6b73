{# Return the command that builds a new candidate in the environment of a run, with these flags. Pure. #}
{% macro run_command(run, flags="") %}
    {%- do return("wap run" ~ (" --env " ~ run["env"] if run["env"] else "") ~ flags) -%}
{% endmacro %}
