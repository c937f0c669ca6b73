{#
    dbt's flags of this command by which a build does not take all rows of its inputs, as they would be typed; none
    where there are none. Pure.
#}
{% macro build_settings() %}
    {%- set given = [] -%}
    {%- if flags.EMPTY -%} {%- do given.append("--empty") -%} {%- endif -%}
    {%- for name in ["SAMPLE", "EVENT_TIME_START", "EVENT_TIME_END"] if flags[name] -%}
        {%- do given.append("--" ~ name | lower | replace("_", "-") ~ " " ~ flags[name]) -%}
    {%- endfor -%}
    {%- do return(given | join(" ") or none) -%}
{% endmacro %}
