{# Return who is acting: the user that the runner reports, to a hook through $WAP_CALLER, or else $USER. Pure. #}
{% macro actor_of(context) %}
    {%- set told = fromjson(env_var("WAP_CALLER", "null")) -%}
    {%- do return((context or {}).get("actor") or told or env_var("USER", "unknown")) -%}
{% endmacro %}
