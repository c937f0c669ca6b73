{#
    Return what is wrong with the approval rules of wap_targets, of every target, and what no set of people can fulfil:
    a sentence each. Expects vars of the right types. Pure.
#}
{% macro rule_faults() %}
    {%- set faults, options = [], dbt_wap.var_options() -%}
    {%- set plain = {} -%}
    {%- for name, option in options.items() if option.get("of_target") -%}
        {%- do plain.update({name: var(name, option["default"])}) -%}
    {%- endfor -%}
    {%- set all_rules = {"var ": plain} -%}
    {%- for target_name, own in var("wap_targets", {}).items() -%}
        {%- set where = "var wap_targets: " ~ target_name ~ ": " -%}
        {%- do all_rules.update({where: dict(plain, **own)}) -%}
        {%- for name, value in own.items() -%}
            {%- set fault = dbt_wap.option_fault(name, options[name], value, "var") -%}
            {%- if fault -%}
                {%- do faults.append(where ~ name ~ " " ~ fault) -%} {%- do all_rules.pop(where, none) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for where, rule in all_rules.items() -%}
        {%- set named, groups, least = rule["wap_approvers"], [], rule["wap_min_approvals"] | int -%}
        {%- for entry in named if entry is mapping and "group" in entry -%}
            {%- do groups.append(entry) -%}
        {%- endfor -%}
        {%- if named and not groups and least > named | length -%}
            {%- do faults.append(
                where ~ "wap_min_approvals must be at most " ~ named | length ~ ", the number of people in"
                ~ " wap_approvers, got " ~ least
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
