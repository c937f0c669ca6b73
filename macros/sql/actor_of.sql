{# Return who is acting: the user that the runner reports, or $USER. Pure. #}
{% macro actor_of(context) %}
    {%- do return((context or {}).get("actor") or env_var("USER", "unknown")) -%}
{% endmacro %}
