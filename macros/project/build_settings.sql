{# Return the flags of this dbt command that limit the input rows of a build, as on the command line, or none. Pure. #}
{% macro build_settings() %}
    {%- set given = [] -%}
    {%- for name in ["empty", "sample", "event_time_start", "event_time_end"] -%}
        {%- set value, flag = invocation_args_dict.get(name), "--" ~ name.replace("_", "-") -%}
        {%- if value and value.start is defined -%}
            {%- do given.append(flag ~ " {start: " ~ value.start ~ ", end: " ~ value.end ~ "}") -%}
        {%- elif value -%} {%- do given.append(flag ~ ("" if value is boolean else " " ~ value)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(given | join(" ") or none) -%}
{% endmacro %}
