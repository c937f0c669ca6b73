{#
    Return why a value is invalid for an option, as "must be .., got ..", or none. A var may be a string that holds the
    number, boolean or list, as a shell passes it. Pure.
#}
{% macro option_fault(name, option, value, of) %}
    {%- set type = "switch" if of == "column" and name == "mask" else option["type"] -%}
    {%- if value is none and option.get("optional") -%} {%- do return(none) -%} {%- endif -%}
    {%- if type == "gate" -%} {%- set wanted = dbt_wap.gate_fault(option["gate"], value) -%}
    {%- elif not dbt_wap._is_of_type(type, option, value, of == "var") -%}
        {%- set wanted = dbt_wap._wanted(type, option) -%}
    {%- endif -%}
    {%- do return("must be " ~ wanted ~ ", got " ~ dbt_wap.shown_value(value) if wanted else none) -%}
{% endmacro %}

{# Return what an option of this type expects, in words. #}
{% macro _wanted(type, option) %}
    {%- set between = "from " ~ option.get("least") ~ " to " ~ option.get("most") -%}
    {%- do return(
        {
            "switch": "true or false",
            "whole": "a whole number " ~ between,
            "number": "a number " ~ between,
            "choice": option.get("choices", []) | join(" or "),
            "name": "a letter or _ followed by letters, digits, _ or $",
            "env": "lower-case letters, digits and _, beginning with a letter or a digit",
            "text": "a name",
            "texts": "a list of names",
            "columns": "a column or a list of distinct columns",
            "tolerance": "a number of at least 0, or a mapping of columns to such numbers",
            "condition": "an SQL condition",
            "mask": "true, false, a column or a list of distinct columns",
            "approvers": "a list of distinct approvers: a name, {name: .., identity: ..} or {group: .., identity: ..},"
            ~ " where identity is " ~ dbt_wap.identities() | join(", ") ~ " or a list of these",
            "targets": "a mapping of targets to a mapping of " ~ dbt_wap._names_of_target() | join(", "),
        }[type]
    ) -%}
{% endmacro %}

{% macro _is_of_type(type, option, value, as_text) %}
    {%- set words = ["true", "false"] -%}
    {%- if type == "switch" -%}
        {%- do return(value is boolean or (as_text and value is string and value | lower in words)) -%}
    {%- elif type in ["whole", "number"] -%}
        {%- do return(dbt_wap._is_in_range(type, option, value, as_text)) -%}
    {%- elif type == "choice" -%} {%- do return(value is string and value in option["choices"]) -%}
    {%- elif type == "name" -%}
        {%- do return(value is string and modules.re.fullmatch("[^\\W\\d][\\w$]*", value)) -%}
    {%- elif type == "env" -%}
        {%- do return(value is string and (value == "" or modules.re.fullmatch("[a-z0-9][a-z0-9_]*", value))) -%}
    {%- elif type in ["text", "condition"] -%} {%- do return(value is string and value | trim) -%}
    {%- elif type == "texts" -%}
        {%- set texts = value.split(",") if as_text and value is string else value -%}
        {%- do return(dbt_wap._are_texts(texts)) -%}
    {%- elif type == "tolerance" -%} {%- do return(dbt_wap._is_tolerance(value)) -%}
    {%- elif type == "approvers" -%} {%- do return(dbt_wap.are_approvers(value)) -%}
    {%- elif type == "targets" -%} {%- do return(dbt_wap._are_targets(value)) -%}
    {%- endif -%}
    {%- if type == "mask" and value is boolean -%} {%- do return(true) -%} {%- endif -%}
    {%- set columns = [value] if value is string else value -%}
    {%- if not columns or not dbt_wap._are_texts(columns) -%} {%- do return(false) -%} {%- endif -%}
    {%- do return(columns | unique(case_sensitive=true) | list | length == columns | length) -%}
{% endmacro %}

{% macro _is_in_range(type, option, value, as_text) %}
    {%- set number = value -%}
    {%- if as_text and value is string -%}
        {%- set pattern = "[0-9]{1,18}" if type == "whole" else "[0-9]{1,18}([.][0-9]{1,18})?" -%}
        {%- if not modules.re.fullmatch(pattern, value) -%} {%- do return(false) -%} {%- endif -%}
        {%- set number = value | int if type == "whole" else value | float -%}
    {%- endif -%}
    {%- if number is boolean or number is not number or (type == "whole" and number is not integer) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- do return(number >= option["least"] and number <= option["most"]) -%}
{% endmacro %}

{% macro _are_texts(value) %}
    {%- if value is string or value is mapping or value is not sequence -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- for text in value if text is not string or not text | trim -%} {%- do return(false) -%} {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}

{# Return the vars that wap_targets may set. #}
{% macro _names_of_target() %}
    {%- set names = [] -%}
    {%- for name, option in dbt_wap.var_options().items() if option.get("of_target") -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}

{# Return true for a mapping of targets to vars that wap_targets may set; rule_faults checks their values. #}
{% macro _are_targets(value) %}
    {%- if value is not mapping or (value and not dbt_wap._are_texts(value.keys() | list)) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- for own in value.values() -%}
        {%- if own is not mapping or own.keys() | reject("in", dbt_wap._names_of_target()) | list -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}

{# Return true for a valid tolerance. The comparisons also reject .nan and infinity. #}
{% macro _is_tolerance(value) %}
    {%- set numbers = value.values() | list if value is mapping else [value] -%}
    {%- for number in numbers if number is boolean or number is not number or not (number >= 0 and number <= 1e300) -%}
        {%- do return(false) -%}
    {%- endfor -%}
    {%- do return(numbers | length > 0 and (value is not mapping or dbt_wap._are_texts(value.keys() | list))) -%}
{% endmacro %}
