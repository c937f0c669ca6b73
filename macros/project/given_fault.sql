{#
    Return why `--vars` may not set a var, or none: a rule that a command could loosen is not a rule. wap_expire_hours
    may be set there, unless wap_targets sets it for the current target. `option`: from var_options; `also`: vars that
    the runner was given, for a dbt that does not say which it was given. Pure.
#}
{% macro given_fault(name, option, also={}) %}
    {%- set given = invocation_args_dict.get("vars") or {} -%}
    {%- set own = dbt_wap.vars_of_target(target.name) if option.get("of_target") else {} -%}
    {%- if (name in given or name in also) and (option.get("in_file") or name in own) -%}
        {%- do return("may only be set in dbt_project.yml, not in --vars") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
