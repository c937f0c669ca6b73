{# Who holds a lock, where, and since when: how every sentence names it. Pure. #}
{% macro describe_lock(lock) %}
    {%- set process = " (pid " ~ lock["pid"] ~ ")" if lock["pid"] else "" -%}
    {%- do return(lock["holder"] ~ " on " ~ lock["host"] ~ process ~ " since " ~ lock["since"][:19] ~ "Z") -%}
{% endmacro %}
