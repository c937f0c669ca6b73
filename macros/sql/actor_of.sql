{# Return who is acting: the user that the runner reports, or else $WAP_ACTOR or $USER. Pure. #}
{% macro actor_of(context) %}
    {%- do return((context or {}).get("actor") or env_var("WAP_ACTOR", "") or env_var("USER", "unknown")) -%}
{% endmacro %}
