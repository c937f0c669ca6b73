{#
    Return the token that proves that a lock belongs to this process: the runner's, which it passes in the environment,
    or else dbt's invocation id, which all hooks of one dbt command share. Pure.
#}
{% macro lock_token() %} {%- do return(env_var("WAP_LOCK_TOKEN", "") or invocation_id) -%} {% endmacro %}
