{# What a cloned view has behind its name while another stands for it in the candidate; compared in upper case. Pure. #}
{% macro parked_suffix() %} {%- do return("__WAP_KEPT") -%} {% endmacro %}
