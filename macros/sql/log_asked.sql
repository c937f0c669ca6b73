{#
    Say what the next query asks about, for the progress of a step and so that an error can be traced to it. name: the
    key of a relation, also with a suffix after a space. Pure.
#}
{% macro log_asked(name, nth=1, total=1) %}
    {%- do dbt_wap.say("asking " ~ nth ~ " of " ~ total ~ ": " ~ name) -%}
{% endmacro %}
