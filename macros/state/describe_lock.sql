{# Return who holds a lock, where and since when, for messages. Pure. #}
{% macro describe_lock(lock) %}
    {%- set process = " (pid " ~ lock["pid"] ~ ")" if lock["pid"] else "" -%}
    {%- do return(lock["holder"] ~ " on " ~ lock["host"] ~ process ~ " since " ~ lock["since"][:19] ~ "Z") -%}
{% endmacro %}
